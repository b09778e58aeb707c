"""Agencies, teams, areas, staff, posts and information-sharing agreements."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.crypto import salted_hmac

from desistance.foundation.rows import Record
from desistance.partners.terms import ROLE_CHOICES, AgencyKind


class Area(models.Model):
    """A local authority, police force area or region, by its register code and the dates the code was in use."""

    code = models.CharField(max_length=9)
    name = models.CharField(max_length=80)
    slug = models.SlugField(max_length=80)
    kind = models.CharField(
        max_length=20,
        choices=[("authority", "Local authority"), ("force", "Police force area"), ("region", "Region")],
    )
    within = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], name="area_code_once"),
            models.CheckConstraint(
                name="area_dates", condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from"))
            ),
        ]


class Agency(Record):
    """An organisation that works with people; owns what its staff record."""

    name = models.CharField(max_length=120, unique=True)
    short_name = models.CharField(max_length=60)
    slug = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=20, choices=AgencyKind.choices)
    telephone = models.CharField(max_length=40, blank=True)
    out_of_hours = models.CharField(max_length=120, blank=True)
    areas = models.ManyToManyField(Area, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField(null=True)

    def __str__(self) -> str:
        return self.short_name


class Team(Record):
    """A team of one agency; ties may be made to a team."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60)
    telephone = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "slug"], name="team_slug_once")]

    def __str__(self) -> str:
        return self.name


def weekdays() -> list[int]:
    """Monday to Friday, Monday being 1 (ISO 8601)."""
    return [1, 2, 3, 4, 5]


class StaffManager(BaseUserManager["Staff"]):
    """Finds staff by email address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "Staff":
        """The member of staff who signs in with this address."""
        return self.get(email__iexact=username)


class Staff(AbstractBaseUser):
    """Someone who works for an agency and signs in. What they may do comes from their posts, read anew at each request."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    telephone = models.CharField(max_length=40, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    disabled_at = models.DateTimeField(null=True)
    accepted_use_at = models.DateTimeField(null=True)
    sign_in_number = models.PositiveIntegerField(default=1)
    uses_keys = models.BooleanField(default=True)
    working_days = ArrayField(models.PositiveSmallIntegerField(), default=weekdays)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = StaffManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="staff_disabled_pair",
                condition=Q(is_active=True, disabled_at__isnull=True) | Q(is_active=False, disabled_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_session_auth_hash(self) -> str:
        """What every session of this account must carry: a new password or a new sign-in number ends them all at once."""
        return salted_hmac(
            "desistance.partners.Staff", f"{self.password}:{self.sign_in_number}", algorithm="sha256"
        ).hexdigest()


class Post(Record):
    """One role that a member of staff holds for one agency, in a team or in none, from one day until another."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=30, choices=ROLE_CHOICES)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    recertify_on = models.DateField()
    ended_by = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["staff", "until_at"], name="post_staff")]
        constraints = [
            ExclusionConstraint(
                name="post_once_at_a_time",
                expressions=[
                    ("staff", RangeOperators.EQUAL),
                    ("agency", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (Func(F("team"), -1, function="COALESCE"), RangeOperators.EQUAL),
                    (
                        Func(
                            F("from_at"),
                            F("until_at"),
                            function="TSTZRANGE",
                            output_field=DateTimeRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
            models.CheckConstraint(
                name="post_ended_by", condition=Q(ended_by__isnull=True) | Q(until_at__isnull=False)
            ),
            models.CheckConstraint(
                name="post_dates", condition=Q(until_at__isnull=True) | Q(until_at__gte=F("from_at"))
            ),
        ]


class Cover(Record):
    """While a member of staff is away, a colleague of the same agency has their duties and reach; it ends by itself."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    coverer = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="cover_dates", condition=Q(until_at__gte=F("from_at"))),
            models.CheckConstraint(name="cover_by_another", condition=~Q(staff=F("coverer"))),
        ]
        indexes = [
            models.Index(fields=["coverer", "until_at"], name="cover_coverer"),
            models.Index(fields=["staff", "until_at"], name="cover_staff"),
        ]


class Agreement(Record):
    """An information-sharing agreement between agencies: which classes it lets each show to the others, and until when."""

    name = models.CharField(max_length=160)
    reference = models.CharField(max_length=40, unique=True)
    parties = models.ManyToManyField(Agency, related_name="+")
    purpose = models.TextField()
    legal_basis = models.CharField(max_length=300)
    classes = ArrayField(models.CharField(max_length=30), default=list)
    switches_on_finding = models.BooleanField(default=False)
    from_on = models.DateField()
    review_on = models.DateField()
    until_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="agreement_dates", condition=Q(review_on__gt=F("from_on"))),
            models.CheckConstraint(
                name="agreement_end", condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on"))
            ),
        ]


class Token(Record):
    """Lets another system act through the API as one post, within scopes, until it expires or is revoked.

    Only the SHA-256 digest of its text is kept; ``ending`` are the last four letters, by which its owner knows it again.
    """

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64, unique=True)
    ending = models.CharField(max_length=4)
    scopes = ArrayField(models.CharField(max_length=40), default=list)
    expires_at = models.DateTimeField()
    last_used_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.BigIntegerField(null=True)
    revoke_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="token_dates", condition=Q(expires_at__gt=F("created_at"))),
            models.CheckConstraint(
                name="token_revoked_pair",
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
        ]
