"""What was misunderstood: found in what is stored anyway, masked on the way out, labelled by people, taken in."""
