"""All webhooks of SMS under one router."""

from __future__ import annotations

from fastapi import APIRouter

from channels.sms import android, esms, kannel

router = APIRouter()
for way in (kannel, esms, android):
    router.include_router(way.router)
