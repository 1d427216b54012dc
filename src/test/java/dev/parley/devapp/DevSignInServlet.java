package dev.parley.devapp;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Takes the place of the product's {@code sign-in.json}: here the page gets its own tokens. */
@WebServlet("/sign-in.json")
public class DevSignInServlet extends HttpServlet {

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("application/json;charset=UTF-8");
    response.getWriter().print("{\"tokenUrl\": \"dev/token\"}");
  }
}
