"""Fine-tunes small language models on a task's recorded calls, and exports them."""
