"""The blind queue, questions to the hidden author, approval, batches."""
