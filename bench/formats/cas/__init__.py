"""UIMA's common analysis structure (CAS), which XMI and CAS JSON hold; read and written by dkpro-cassis.

::

    types          the types that are written, and those that are read
    building       a document made into a CAS
    reading        a CAS read as a document
    xml            the XML of a CAS looked through before it is read
    loading        dkpro-cassis, whose errors become faults

UIMA counts UTF-16 code units. dkpro-cassis converts them when it writes. When bench reads, it converts the numbers
of the file itself, because dkpro-cassis passes on an offset that stands in the middle of a character.
"""
