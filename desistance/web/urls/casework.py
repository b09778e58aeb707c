"""Addresses of compliance, hours, notes and tasks."""

from django.urls import path

from desistance.web.views import compliance, notes, tasks

NOTES = "people/<reference:reference>/notes/"
HOURS = "people/<reference:reference>/hours/<int:work>/"
TASKS = "people/<reference:reference>/tasks/"

urlpatterns = [
    path(NOTES, notes.notes_page, name="person-notes"),
    path(f"{NOTES}new/", notes.write, name="note-new"),
    path(f"{NOTES}<int:note_id>/correct/", notes.correct, name="note-correct"),
    path(f"{NOTES}<int:note_id>/undo/", notes.undo, name="note-undo"),
    path("people/<reference:reference>/compliance/", compliance.compliance_page, name="person-compliance"),
    path(HOURS, compliance.hours, name="person-hours"),
    path(f"{HOURS}<int:line_id>/", compliance.hours_line, name="hours-line"),
    path("tasks/", tasks.tasks, name="tasks"),
    path("tasks/<int:task_id>/", tasks.one_task, name="task"),
    path(TASKS, tasks.person_tasks, name="person-tasks"),
    path(f"{TASKS}new/", tasks.new_task, name="task-new"),
    path(f"{TASKS}<int:task_id>/", tasks.person_task, name="person-task"),
]
