"""How are postings kept as arrays, and asked as arrays?

A **posting** is one line of an inverted index: this term, in this document, so often, there. A library of Python
objects keeps them in blocks and steps through them one by one; here the postings of a term are one compact array, and
a question is a few operations on whole arrays. Nothing in this package knows what a newspaper, Chinese or Whoosh is: a
term is some bytes, a document is a number from 0. It needs numpy and nothing else.

    format       which bytes lie in the file of a segment, and their checksums
    growing      an array that is written to one, and may be larger than memory
    packing      lists of rising numbers and of small numbers, in few bits, that numpy can decode
    lists, bits  which read them
    catalogue    where each list lies
    skips        pieces of the very long ones
    dictionary   the terms of a field, sorted: a prefix is a range
    invert       streams of tokens → postings, without Python for each of them
    pairs        the same of text: its characters, and pairs of them
    sorting      what both rest on: sorting, of so much at once
    batch        many documents at once, as both take them
    writer       postings → the file of a segment
    forked       half of which another process writes
    reader       the file of a segment → the postings of a term
    merge        several segments → one, without loading them
    score        how well documents fit, and which are the best
    sets, near   which documents are in both, or in either; where texts stand near each other
    tally        which documents have a term, and how often
    execute      a question → the documents that answer it
    facets       how many of them have which value

A **field** is one of three kinds. In a *set* a document has a term or has it not. In a *counted* field it has it so
often, and the field has a length. In a *placed* one the term stands at certain positions.
"""
