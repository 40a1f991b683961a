"""A person has a failed task done again."""

from __future__ import annotations

from core.foundation import audit, tasks
from core.foundation.database import transaction


def retry_task(task_id: int) -> bool:
    """Put a failed task back to those that wait; False where it is not among the failed ones."""
    with transaction():
        again = tasks.retry(task_id)
        if again:
            audit.record("task_retried", "task", task_id)
    if again:
        tasks.perform_if_alone(task_id)
    return again
