"""Village helpers: enrolled by an officer, bound to villages and dates, every view audited."""
