"""The pages of an edition: state, regions, sectors, matrix, cases, data."""
