"""One page that shows the cells of a report beside the file they were read from."""
