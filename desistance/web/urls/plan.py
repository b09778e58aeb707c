"""Addresses of needs and plan: the tab, assessing, goals and steps, agreeing, versions, and the person's own copy."""

from django.urls import path

from desistance.web.views import plan, plan_goals, plan_needs

PLAN = "people/<reference:reference>/plan/"

urlpatterns = [
    path(PLAN, plan.plan_page, name="person-plan"),
    path(f"{PLAN}needs/new/", plan_needs.assess, name="needs-new"),
    path(f"{PLAN}needs/<int:assessment_id>/correct/", plan_needs.correct, name="needs-correct"),
    path(f"{PLAN}goals/new/", plan_goals.new_goal, name="plan-goal-new"),
    path(f"{PLAN}goals/<int:goal_id>/", plan_goals.goal, name="plan-goal"),
    path(f"{PLAN}goals/<int:goal_id>/steps/new/", plan_goals.new_step, name="plan-step-new"),
    path(f"{PLAN}steps/<int:step_id>/", plan_goals.step, name="plan-step"),
    path(f"{PLAN}steps/<int:step_id>/task/", plan_goals.step_task, name="plan-step-task"),
    path(f"{PLAN}agree/", plan.agree, name="plan-agree"),
    path(f"{PLAN}end/", plan.end, name="plan-end"),
    path(f"{PLAN}versions/<int:version_id>/", plan.version, name="plan-version"),
    path(f"{PLAN}copy/", plan.copy, name="plan-copy"),
]
