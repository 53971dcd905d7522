#!/bin/sh
# Make sure that Chromium, a Chinese font and LibreOffice are there: install them where we may, else say what is missing.
set -eu
have_browser() { command -v chromium >/dev/null 2>&1; }
have_font() { command -v fc-list >/dev/null 2>&1 && [ -n "$(fc-list :lang=zh-cn)" ]; }
have_atomic() { [ -n "$(PATH=$PATH:/sbin:/usr/sbin ldconfig -p 2>/dev/null | grep libatomic.so.1)" ]; } # Playwright's driver
have_office() { command -v soffice >/dev/null 2>&1; }
if have_browser && have_office && have_font && have_atomic; then exit 0; fi
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    echo "… 安装测试用的浏览器、LibreOffice 和中文字体"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fontconfig fonts-noto-cjk libatomic1 libreoffice-calc-nogui >/dev/null
else
    echo "✗ 测试需要 Chromium、LibreOffice 和中文字体。请让管理员运行：apt-get install chromium fontconfig fonts-noto-cjk libatomic1 libreoffice-calc-nogui，然后再试一次。" >&2
    exit 3
fi
