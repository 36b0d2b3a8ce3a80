import type { Ecosystem } from "../ecosystem.ts";

/**
 * Names that people mean when they mistype. Names only, written down from general knowledge on 2026-11-22, no list of a registry;
 * a name that is missing here costs a hint, and a name that is here is never called a look-alike.
 */
const NAMES: Record<Ecosystem, string> = {
  npm: `
    express lodash lodash-es react react-dom preact vue angular svelte next nuxt axios chalk colors color commander yargs minimist moment dayjs date-fns luxon async bluebird debug dotenv dotenvx
    webpack webpack-cli webpack-dev-server rollup vite vitest esbuild parcel babel-core babel-eslint babel-loader @babel/core @babel/preset-env @babel/cli eslint @eslint/js tslint prettier typescript ts-node ts-jest
    tsx jest mocha chai sinon jasmine karma cypress playwright puppeteer nodemon pm2 cross-env cross-spawn rimraf mkdirp glob fs-extra graceful-fs chokidar request request-promise node-fetch
    got superagent supertest nock body-parser cookie-parser cookie-session express-session express-validator cors helmet morgan multer passport passport-jwt passport-local jsonwebtoken jose bcrypt bcryptjs
    argon2 uuid nanoid crypto-js mongoose mongodb mysql mysql2 sqlite3 better-sqlite3 sequelize typeorm prisma @prisma/client knex redis ioredis bullmq kafkajs amqplib socket.io socket.io-client
    graphql apollo-server @apollo/client @apollo/server fastify koa koa-router @koa/router hapi @hapi/hapi @nestjs/core @nestjs/common redux react-redux @reduxjs/toolkit redux-thunk react-router
    react-router-dom styled-components @emotion/react @mui/material tailwindcss bootstrap jquery underscore ramda rxjs immer zod joi yup ajv validator classnames clsx prop-types core-js tslib
    semver winston pino bunyan log4js handlebars mustache ejs pug marked markdown-it dompurify sanitize-html cheerio jsdom xml2js fast-xml-parser js-yaml yaml csv-parse papaparse sharp jimp
    pdfkit nodemailer stripe twilio aws-sdk @aws-sdk/client-s3 firebase firebase-admin @google-cloud/storage @azure/storage-blob openai @anthropic-ai/sdk langchain @langchain/core ethers web3
    electron three d3 chart.js leaflet lerna husky lint-staged inquirer ora execa shelljs boxen figlet ws http-proxy http-proxy-middleware serve-static compression qs query-string form-data formidable
    event-stream through2 readable-stream iconv-lite bignumber.js decimal.js highlight.js @types/node @types/react @types/express @types/jest @angular/core @angular/cli @vue/cli tar archiver unzipper
    node-sass sass less postcss autoprefixer storybook msw nx turbo octokit @octokit/rest probot
  `,
  pypi: `
    requests urllib3 httpx aiohttp httpcore certifi idna chardet charset-normalizer flask flask-cors flask-login flask-sqlalchemy flask-wtf flask-restful werkzeug jinja2 markupsafe itsdangerous
    django djangorestframework django-cors-headers django-filter django-environ fastapi starlette uvicorn gunicorn hypercorn tornado bottle sanic pyramid celery kombu redis hiredis rq sqlalchemy alembic
    psycopg2 psycopg2-binary psycopg pymysql mysqlclient mysql-connector-python pymongo motor peewee numpy pandas scipy scapy matplotlib seaborn plotly bokeh scikit-learn scikit-image tensorflow
    torch torchvision torchaudio keras transformers tokenizers datasets accelerate huggingface-hub sentence-transformers diffusers langchain langchain-core langchain-openai llama-index openai anthropic tiktoken spacy nltk gensim
    xgboost lightgbm catboost statsmodels sympy networkx opencv-python opencv-python-headless pillow imageio beautifulsoup4 lxml html5lib bleach scrapy selenium playwright pyppeteer mechanize pyyaml pyaml
    toml tomli tomlkit python-dotenv python-dateutil pytz tzdata arrow pendulum click typer rich colorama tqdm tabulate termcolor prompt-toolkit docopt fire pytest pytest-cov pytest-mock
    pytest-asyncio pytest-xdist tox nox coverage hypothesis mock responses freezegun faker factory-boy black isort flake8 pylint ruff mypy bandit pre-commit setuptools wheel pip pipenv poetry virtualenv
    twine build hatchling cryptography pycryptodome pycryptodomex pynacl pyjwt python-jose passlib bcrypt argon2-cffi paramiko fabric ansible boto3 botocore boto awscli s3fs google-cloud-storage google-auth google-api-python-client
    azure-storage-blob azure-identity protobuf grpcio grpcio-tools pydantic pydantic-settings marshmallow attrs cattrs dataclasses-json jsonschema orjson ujson simplejson msgpack loguru structlog sentry-sdk
    prometheus-client opentelemetry-api psutil watchdog schedule apscheduler pyserial pyusb pyautogui pygame pyqt5 kivy jupyter jupyterlab notebook ipython ipykernel gevent eventlet greenlet websockets
    python-multipart email-validator phonenumbers reportlab pypdf pypdf2 pdfminer.six openpyxl xlrd xlsxwriter python-docx python-pptx markdown docutils sphinx mkdocs mkdocs-material gitpython pygithub dnspython
    discord.py python-telegram-bot tweepy slack-sdk stripe twilio web3 defusedxml packaging six wrapt cachetools more-itertools regex numba cython joblib dask polars pyarrow
  `,
  go: `
    github.com/gin-gonic/gin github.com/gorilla/mux github.com/gorilla/websocket github.com/gorilla/sessions github.com/labstack/echo github.com/gofiber/fiber github.com/go-chi/chi github.com/sirupsen/logrus
    github.com/spf13/cobra github.com/spf13/viper github.com/spf13/pflag github.com/stretchr/testify github.com/pkg/errors github.com/google/uuid github.com/google/go-cmp github.com/golang/protobuf
    github.com/golang-jwt/jwt github.com/dgrijalva/jwt-go github.com/go-sql-driver/mysql github.com/lib/pq github.com/jackc/pgx github.com/mattn/go-sqlite3 github.com/jmoiron/sqlx github.com/redis/go-redis
    github.com/go-redis/redis github.com/prometheus/client_golang github.com/urfave/cli github.com/fatih/color github.com/joho/godotenv github.com/aws/aws-sdk-go github.com/hashicorp/vault
    github.com/hashicorp/terraform github.com/hashicorp/go-multierror github.com/boltdb/bolt github.com/etcd-io/bbolt github.com/rs/zerolog github.com/go-playground/validator github.com/segmentio/kafka-go
    github.com/nats-io/nats.go github.com/miekg/dns github.com/docker/docker github.com/shopspring/decimal go.uber.org/zap gorm.io/gorm google.golang.org/grpc google.golang.org/protobuf
    golang.org/x/crypto golang.org/x/net golang.org/x/sync golang.org/x/text golang.org/x/sys golang.org/x/oauth2 golang.org/x/tools golang.org/x/term golang.org/x/time golang.org/x/mod gopkg.in/yaml k8s.io/api k8s.io/client-go
  `,
  maven: `
    org.springframework.boot:spring-boot-starter-web org.springframework.boot:spring-boot-starter-security org.springframework.boot:spring-boot-starter-data-jpa org.springframework.boot:spring-boot-starter-test
    org.springframework:spring-core org.springframework:spring-web org.springframework:spring-context org.hibernate:hibernate-core com.fasterxml.jackson.core:jackson-databind com.fasterxml.jackson.core:jackson-core
    com.google.guava:guava com.google.code.gson:gson com.google.protobuf:protobuf-java org.apache.commons:commons-lang3 org.apache.commons:commons-text commons-io:commons-io commons-codec:commons-codec
    commons-fileupload:commons-fileupload org.apache.logging.log4j:log4j-core org.apache.logging.log4j:log4j-api log4j:log4j org.slf4j:slf4j-api ch.qos.logback:logback-classic ch.qos.logback:logback-core
    org.projectlombok:lombok junit:junit org.junit.jupiter:junit-jupiter org.mockito:mockito-core org.assertj:assertj-core mysql:mysql-connector-java com.mysql:mysql-connector-j org.postgresql:postgresql
    com.h2database:h2 com.zaxxer:HikariCP io.jsonwebtoken:jjwt io.jsonwebtoken:jjwt-api io.netty:netty-all org.apache.httpcomponents:httpclient com.squareup.okhttp3:okhttp com.squareup.retrofit2:retrofit
    org.yaml:snakeyaml org.bouncycastle:bcprov-jdk18on org.apache.kafka:kafka-clients redis.clients:jedis org.mybatis:mybatis com.alibaba:fastjson org.jsoup:jsoup org.apache.poi:poi
  `,
};

const READ = new Map<Ecosystem, readonly string[]>();

export function popularPackages(ecosystem: Ecosystem): readonly string[] {
  const known = READ.get(ecosystem) ?? NAMES[ecosystem].split(/\s+/).filter(Boolean);
  READ.set(ecosystem, known);
  return known;
}
