# Odoo 19 Community with the quality management modules and what they need.
FROM odoo:19.0

USER root

# The image's Python belongs to its distribution; these packages are not in it.
COPY requirements.txt /tmp/requirements.txt
RUN pip3 install --no-cache-dir --break-system-packages -r /tmp/requirements.txt \
    && rm /tmp/requirements.txt

# Modules of others, found by the addons path.
COPY requirements-addons.txt /tmp/requirements-addons.txt
RUN pip3 install --no-cache-dir --no-deps --target /opt/foreign-addons \
        -r /tmp/requirements-addons.txt \
    && rm /tmp/requirements-addons.txt

COPY odoo.conf /etc/odoo/odoo.conf
COPY addons /mnt/extra-addons
COPY --chmod=755 docker/setup /usr/local/bin/qms-setup
COPY --chmod=755 docker/practice /usr/local/bin/qms-practice
COPY docker/admin_password.py /usr/local/share/qms/admin_password.py

USER odoo

HEALTHCHECK --interval=30s --timeout=10s --start-period=120s --retries=3 \
    CMD curl --fail --silent http://localhost:8069/web/health
