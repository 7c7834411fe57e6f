"""Where the bytes of documents are kept: in the database, or in a bucket that speaks S3."""
