package dev.sm.architecture.plants.unguardedservlet.coordination.http;

import jakarta.servlet.http.HttpServlet;

@SuppressWarnings("serial")
class Bad extends HttpServlet {

}
