"""Answers that are no documents: challenges, pages that only a script fills, cut files."""

import re

#: A page with more text than this is a document, even if it speaks of captchas.
_SHORT = 1_500
_VERY_SHORT = 200
_CHALLENGE = re.compile(
    r"cf-browser-verification|cf_chl_|challenge-platform|/cdn-cgi/challenge|_Incapsula_Resource"
    r"|Incapsula incident|ddos-guard|sucuri_cloudproxy|px-captcha|_pxAppId|datadome|awswaf|aws-waf"
    r"|Pardon Our Interruption|Vercel Security Checkpoint|__jsl_clearance|arvancloud"
    r"|Attention Required! \| Cloudflare|Checking your browser before|Just a moment\.\.\."
    r"|The requested URL was rejected\. Please consult|Please enable JS and disable any ad blocker"
    r"|Verify(?:ing)? (?:that )?you are (?:a )?human|DDoS protection by|g-recaptcha|h-captcha"
    r"|Access Denied[\s\S]{0,400}Reference\s*(?:#|&#35;)|Web Application Firewall"
    r"|访问验证|安全验证|人机验证|验证码|ボットではない|로봇이 아닙니다|Подтвердите, что вы не робот",
    re.IGNORECASE,
)
_SHELL = re.compile(
    r"""<div[^>]+id=["']?(?:root|app|__next|__nuxt|gatsby|q-app|main-app)\b|<app-root|ng-app"""
    r"|(?:enable|turn on|activate|activ|habilit|activez|aktivier|etkinle)\w*\s+(?:\w+\s+){0,3}javascript"
    r"|javascript\s+(?:\w+\s+){0,5}(?:enable|disabled|required|aktivier|habilit|activ|etkin)",
    re.IGNORECASE,
)
_CUT = re.compile(rb"<[a-zA-Z/!][^<>]{0,2000}\Z")


def is_challenge(page: str, text: str) -> bool:
    """Whether ``page`` (markup) asks to prove that one is no robot, instead of showing something."""
    return len(text) < _SHORT and _CHALLENGE.search(page) is not None


def problem_of(page: str, body: bytes, text: str, *, has_script: bool) -> str:
    """The machine word of what is wrong with a page, empty if nothing."""
    if is_challenge(page, text):
        return "challenge"
    if len(text) < _VERY_SHORT and has_script and _SHELL.search(page):
        return "needs_javascript"
    if not text:
        return "no_text"
    return "truncated" if _CUT.search(body.rstrip()[-2048:]) else ""
