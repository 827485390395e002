"""The data set worth publishing: tidy tables in four formats, codebook, data package, citation."""
