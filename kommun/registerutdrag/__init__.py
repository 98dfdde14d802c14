"""What is held about a person, gathered from every table (GDPR art. 15), and what of it may be made anonymous (17).

`sokning` walks the models, so that a new column is searched without anybody remembering it; `pseudonymisering` changes
only what is listed as not being record, and says of the rest why it stays.
"""
