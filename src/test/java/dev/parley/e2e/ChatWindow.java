package dev.parley.e2e;

import static org.awaitility.Awaitility.await;

import dev.parley.testing.Programs;
import dev.parley.testing.Project;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A browser window with the page of the global room. */
final class ChatWindow implements AutoCloseable {
  private static final Duration BOUND = Duration.ofSeconds(15);

  private final ChromeDriver driver;

  private ChatWindow(ChromeDriver driver) {
    this.driver = driver;
  }

  /** Installs the browser and its driver where they are missing, which may take minutes. */
  static void install() {
    chromium();
    chromedriver();
  }

  static ChatWindow phone() {
    return open(360, 640, true);
  }

  static ChatWindow desktop() {
    return open(1_280, 800, false);
  }

  private static ChatWindow open(int width, int height, boolean mobile) {
    ChromeOptions options = new ChromeOptions();
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--window-size=" + width + "," + height);
    options.setBinary(chromium().toString());
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder().usingDriverExecutable(chromedriver().toFile()).build();
    ChromeDriver driver = new ChromeDriver(service, options);
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", mobile));
    return new ChatWindow(driver);
  }

  private static Path chromium() {
    return Programs.require("chromium", "chromium");
  }

  private static Path chromedriver() {
    return Programs.require("chromedriver", "chromium-driver");
  }

  /** Opens the page and signs in by name; waits until the connection stands. */
  void signIn(URI page, String name) {
    driver.get(page.toString());
    until(() -> byId("name").isDisplayed());
    byId("name").sendKeys(name, Keys.ENTER);
    awaitConnection("Connected by");
  }

  void awaitConnection(String words) {
    until(() -> connection().contains(words));
  }

  String connection() {
    return byId("connection-words").getText();
  }

  void type(String text) {
    byId("text").sendKeys(text);
  }

  void say(String text) {
    byId("text").sendKeys(text, Keys.ENTER);
  }

  /** Waits until a message of that text is shown, in the state given. */
  void awaitMessage(String text, String state) {
    until(
        () ->
            driver
                .findElements(By.cssSelector(".message[data-state=" + state + "] .content"))
                .stream()
                .anyMatch(message -> message.getText().equals(text)));
  }

  long countMessages(String text) {
    return driver.findElements(By.cssSelector(".message .content")).stream()
        .filter(message -> message.getText().equals(text))
        .count();
  }

  /** Who is here, as the page lists them; opens the list where it is folded away. */
  List<String> people() {
    boolean folded = byId("people-toggle").isDisplayed();
    if (folded) {
      byId("people-toggle").click();
    }
    // At once, since the page makes the rows anew whenever somebody comes or goes.
    List<?> users =
        (List<?>)
            driver.executeScript(
                "return [...document.querySelectorAll('#people-list li')].map(row => row.dataset.user)");
    if (folded) {
      byId("people-toggle").click();
    }
    return users.stream().map(String.class::cast).toList();
  }

  void awaitNotice(String words) {
    until(() -> byId("notice").isDisplayed() && byId("notice").getText().contains(words));
  }

  boolean canSend() {
    return byId("send").isEnabled();
  }

  /** Whether anything is wider than the window. */
  boolean scrollsSideways() {
    return (Boolean)
        driver.executeScript(
            "return document.documentElement.scrollWidth > document.documentElement.clientWidth");
  }

  /** What the browser complained about since the last call. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(LogEntry::getMessage)
        .toList();
  }

  /** Keeps what the window shows under {@code target/screenshots}. */
  void screenshot(String name) {
    try {
      Path folder = Files.createDirectories(Project.target().resolve("screenshots"));
      Files.write(folder.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException failure) {
      throw new AssertionError("Cannot keep a screenshot", failure);
    }
  }

  @Override
  public void close() {
    driver.quit();
  }

  private WebElement byId(String id) {
    return driver.findElement(By.id(id));
  }

  private static void until(Callable<Boolean> condition) {
    await().atMost(BOUND).ignoreExceptions().until(condition);
  }
}
