"""People: who someone is.

Decides how a person is identified: references, names, identity numbers, dates of birth, addresses,
ways to make contact, equality data, who may be the same person, and how two records become one.
Does not decide who may see a person (`access`), what an agency is doing with them, or what has
happened to them: those are rooms above this one.

Law: accuracy of personal data, Data Protection Act 2018 section 38 (law enforcement) and Article 5(1)(d)
of the UK GDPR; protected characteristics, Equality Act 2010 section 4. What is not known is never stored
as "no", and two agencies' different facts stand side by side until a person chooses which one is shown.
"""
