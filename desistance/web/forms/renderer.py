"""Where Django finds the markup of forms and fields."""

from django.forms.renderers import TemplatesSetting


class GovukRenderer(TemplatesSetting):
    """`FORM_RENDERER`: forms, fields and `select` come from `templates/forms/`, other controls from Django's own templates."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
