"""Where Django finds the markup of forms and fields."""

from django.forms.renderers import TemplatesSetting


class GovukRenderer(TemplatesSetting):
    """`FORM_RENDERER`: forms and fields come from `templates/forms/`, controls from Django's own widget templates."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
