"""The granskningslogg: who has read, changed, approved, fetched, sent, logged in. One line per request, at most.

`anteckning` is what a request (or a piece of work in the background) notes while it goes on; `logg` writes the line
when it is over; `middleware` binds the two to a request. What changed in which field is another record, kommun.history.
"""
