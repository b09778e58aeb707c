"""What workers judge of a person: risk of serious harm, published scores, needs and strengths, and the plan that answers them.

Decides when a review is due and what it must hold; keeps a person's judgement beside every score. Does not decide what happened
(``history``) or what is offered. A score is never a decision. Follows: HMPPS Risk of Serious Harm guidance; the predictors'
published formulas (``evidence.predictors``); MAPPA Guidance 2023.
"""
