"""`make bench`: how long the pages and the search take at 10 000, 100 000 and 1 000 000 §§.

    make bench                              the whole table; at a million §§ the filling takes a quarter of an hour
    make bench ARGS="10000"                 other sizes
    make bench ARGS="--bara sok 100000"     one part of it: sok, sidor
    make bench ARGS="--explain 100000"      the plan of each page's dearest query as well
    make bench ARGS="--behall 100000"       keep the filled database, and measure in it the next time

A scratch database beside the others is filled set-based (tests.bench.fyllning) and thrown away at the end. A page is
asked for through the whole stack (Django's test client: middleware, session, permissions, database, template), and
told as a time and as a ratio to an empty page of the same run, since times of different machines cannot be compared.
Nothing is asserted: no test fails because a machine is slow. A part is a module with `sidor(size)`, a list of `Sida`.
"""
