/** Projects as tutorials and their readers leave them: each works, none is ready. Written for this set. */
import type { Files } from '../engine/project/support';

const weather: Files = {
  'weather.py': `import requests
import json

API_KEY = "demo"
BASE_URL = "https://api.example.org/weather"

def get_weather(city):
    try:
        response = requests.get(BASE_URL + "?q=" + city + "&key=" + API_KEY)
        data = response.json()
        return data
    except:
        print("Something went wrong")

city = input("City: ")
weather = get_weather(city)
print("Temperature:", weather["main"]["temp"])
with open("history.json", "a") as f:
    json.dump(weather, f)
`,
};

const todo: Files = {
  'README.md': '# Todo app\n\nA todo list in Python. Run python todo.py\n',
  'todo.py': `import os

tasks = []

def load():
    f = open("tasks.txt")
    for line in f:
        tasks.append(line.strip())

def add(task, done=[]):
    tasks.append(task)
    f = open("tasks.txt", "a")
    f.write(task + "\\n")

def menu():
    while True:
        print("1. Add")
        print("2. List")
        choice = input("> ")
        if choice == "1":
            add(input("Task: "))
        elif choice == "2":
            for task in tasks:
                print(task)
        else:
            break

if os.path.exists("tasks.txt"):
    load()
menu()
`,
};

const flaskBlog: Files = {
  'README.md': '# Blog\n\nMy first Flask blog.\n',
  'requirements.txt': 'Flask\nFlask-SQLAlchemy\n',
  'app.py': `from flask import Flask, render_template, request, redirect
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
app.config["SECRET_KEY"] = "secret"
app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:////home/student/blog.db"
db = SQLAlchemy(app)


class Post(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    title = db.Column(db.String(100))


@app.route("/")
def index():
    return render_template("index.html", posts=Post.query.all())


@app.route("/new", methods=["POST"])
def new():
    try:
        post = Post(title=request.form["title"])
        db.session.add(post)
        db.session.commit()
    except Exception as e:
        print(e)
    return redirect("/")


if __name__ == "__main__":
    app.run(debug=True, host="0.0.0.0")
`,
  'templates/index.html': '<h1>Blog</h1>\n',
};

const scraper: Files = {
  'scraper/main.py': `import sys
sys.path.append("..")
import requests
from bs4 import BeautifulSoup
from scraper.utils import clean

urls = ["https://example.org/page/%d" % n for n in range(10)]
for url in urls:
    print("Loading " + url)
    try:
        soup = BeautifulSoup(requests.get(url).text, "html.parser")
        for title in soup.find_all("h2"):
            print(clean(title.text))
    except Exception:
        pass
`,
  'scraper/utils.py': 'def clean(text):\n    return text.strip().lower()\n',
};

const snake: Files = {
  '.gitignore': '*.pyc\n',
  'snake.py': `import pygame
import random

WIDTH = 400
HEIGHT = 400

class Snake:
    def __init__(self):
        self.body = [(5, 5)]
        self.direction = (0, 1)

    def move(self):
        head = self.body[0]
        self.body.insert(0, (head[0] + self.direction[0], head[1] + self.direction[1]))
        self.body.pop()

    def grow(self):
        self.body.append(self.body[-1])

def food():
    return random.randint(0, 39), random.randint(0, 39)

pygame.init()
screen = pygame.display.set_mode((WIDTH, HEIGHT))
snake = Snake()
running = True
while running:
    for event in pygame.event.get():
        if event.type == pygame.QUIT:
            running = False
    snake.move()
    pygame.display.flip()
`,
};

const lessons: Files = Object.fromEntries<string>([
  ['README.md', '# Learn Python\n\nThe examples of the course.\n'],
  ...['variables', 'loops', 'functions', 'classes', 'files', 'errors'].map(
    (topic, index): [string, string] => [
      `lesson_${index}_${topic}.py`,
      `# Lesson ${index}: ${topic}\nname = "world"\nnumbers = [1, 2, 3]\n\n\ndef show(value):\n    print("value", value)\n\n\nfor number in numbers:\n    show(number)\nprint("hello", name)\n`,
    ],
  ),
]);

const fastapiTutorial: Files = {
  'requirements.txt': 'fastapi\nuvicorn\n',
  'main.py': `from typing import Optional
from fastapi import FastAPI
from pydantic import BaseModel
import time

app = FastAPI()
items = {}


class Item(BaseModel):
    name: str
    price: float
    offer: Optional[bool] = None


@app.get("/")
async def root():
    return {"message": "Hello World"}


@app.get("/items/{item_id}")
async def read_item(item_id: int):
    time.sleep(1)
    return items[item_id]


@app.put("/items/{item_id}")
async def update_item(item_id: int, item: Item):
    items[item_id] = item
    print("updated", item_id)
    return item
`,
};

const dataAnalysis: Files = {
  'analysis.ipynb': '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}\n',
  'explore.ipynb': '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}\n',
  'clean.py': `import pandas as pd
import matplotlib.pyplot as plt

df = pd.read_csv("C:\\\\Users\\\\anna\\\\data.csv")
df = df.dropna()
print(df.head())
df.plot()
plt.show()
`,
};

const bot: Files = {
  'requirements.txt': 'discord.py\npython-dotenv\n',
  'README.md': '# Bot\n\nA Discord bot for my server.\n',
  'bot.py': `import os
import asyncio
import discord
from dotenv import load_dotenv

load_dotenv()
TOKEN = os.getenv("DISCORD_TOKEN")
client = discord.Client(intents=discord.Intents.default())


async def remind(channel):
    await asyncio.sleep(60)
    await channel.send("reminder")


@client.event
async def on_ready():
    print(f"{client.user} is online")


@client.event
async def on_message(message):
    if message.content == "!remind":
        asyncio.create_task(remind(message.channel))
    try:
        await message.channel.send("hi")
    except:
        print("could not send")


client.run(TOKEN)
`,
};

const bank: Files = {
  'bank.py': `class Account:
    def __init__(self, owner, balance=0):
        self.owner = owner
        self.balance = balance

    def deposit(self, amount):
        self.balance += amount

    def withdraw(self, amount):
        if amount > self.balance:
            print("Not enough money")
        else:
            self.balance -= amount
`,
  'main.py': `from bank import Account

account = Account("Ann")
account.deposit(100)
account.withdraw(30)
print(account.balance)
`,
  'test_bank.py': `from bank import Account

account = Account("Bob")
account.deposit(10)
print(account.balance == 10)
`,
};

const djangoPolls: Files = {
  'manage.py': `import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mysite.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
`,
  'mysite/__init__.py': '',
  'mysite/settings.py': `DEBUG = True
SECRET_KEY = "django-insecure-abc"
ALLOWED_HOSTS = []
ROOT_URLCONF = "mysite.urls"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "db.sqlite3"}}
`,
  'mysite/urls.py': `from django.urls import include, path

urlpatterns = [path("polls/", include("polls.urls"))]
`,
  'polls/__init__.py': '',
  'polls/urls.py':
    'from django.urls import path\nfrom . import views\n\nurlpatterns = [path("", views.index)]\n',
  'polls/views.py': `from django.http import HttpResponse


def index(request):
    print("index was called")
    return HttpResponse("Hello, world.")
`,
  'polls/tests.py': 'from django.test import TestCase\n\n# Create your tests here.\n',
  'db.sqlite3': '',
};

const wordCount: Files = {
  'README.md': '# Word count\n\nCounts words of a file.\n',
  LICENSE: 'MIT License\n',
  'wordcount.py': `import argparse


def count_words(path):
    text = open(path).read()
    counts = {}
    for word in text.split():
        counts[word] = counts.get(word, 0) + 1
    return counts


def main():
    parser = argparse.ArgumentParser(description="Count words")
    parser.add_argument("path")
    args = parser.parse_args()
    for word, count in count_words(args.path).items():
        print(word, count)


if __name__ == "__main__":
    main()
`,
};

const threads: Files = {
  'download.py': `import threading
import urllib.request

done = 0
urls = ["https://example.org/%d" % n for n in range(20)]


def fetch(url):
    global done
    try:
        data = urllib.request.urlopen(url).read()
        open(url.split("/")[-1], "wb").write(data)
        done += 1
    except Exception as error:
        print("error", error)


def start():
    for url in urls:
        threading.Thread(target=fetch, args=(url,)).start()
    print(done, "downloads")


start()
`,
};

export const tutorials: Readonly<Record<string, Files>> = {
  weather,
  todo,
  flaskBlog,
  scraper,
  snake,
  lessons,
  fastapiTutorial,
  dataAnalysis,
  bot,
  bank,
  djangoPolls,
  wordCount,
  threads,
};
