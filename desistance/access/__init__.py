"""Who may see what: involvements and the ties they make, consent, restriction, exclusion, requests and emergency access.

Decides, for a reader, a person and a class of data, one of three answers: see, know or nothing; and issues the pass that every
action and question demands. One policy table (``policy.csv``) is compiled twice, into a decision for one object and a scope for
a query. It reads ties and never looks up at a room. Law: Data Protection Act 2018 Parts 2 and 3; Human Rights Act 1998 Article 8;
the Victims' Code; limited-access rules of the probation service.
"""
