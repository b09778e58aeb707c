"""Addresses of a person's orders and licences, and of recording what happens to them by hand."""

from django.urls import path

from desistance.web.views import orders, orders_enforcement

ORDERS = "people/<reference:reference>/orders/"
ORDER = f"{ORDERS}<int:order_id>/"

urlpatterns = [
    path(ORDERS, orders.orders_page, name="person-orders"),
    path(f"{ORDERS}new/", orders.add_order, name="order-new"),
    path(f"{ORDER}amend/", orders.amend, name="order-amend"),
    path(f"{ORDER}end/", orders_enforcement.end, name="order-end"),
    path(f"{ORDER}breach/", orders_enforcement.breach, name="order-breach"),
    path(f"{ORDER}recall/", orders_enforcement.recall, name="order-recall"),
    path(f"{ORDER}release/", orders_enforcement.release, name="order-release"),
    path(f"{ORDER}exempt/", orders_enforcement.exempt, name="order-exempt"),
    path(f"{ORDER}take-back/", orders_enforcement.take_back, name="order-take-back"),
]
