dist_doc_DATA += README NEWS
