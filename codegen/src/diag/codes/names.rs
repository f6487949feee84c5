family! {}
