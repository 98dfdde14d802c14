"""What a person may do on a day, and why, in words: the predicates themselves are asked, about an object of each organ.

`register` holds the words that belong to each predicate, `fragan` asks the predicates for one role at a time, so that
each right stands under what gives it. Nothing here says who may do what.
"""
