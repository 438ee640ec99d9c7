package dev.sm.docs.secured;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Somebody before an application, or nobody, with the cookies that he is given.
 */
final class Visitor {

	private final HttpClient http = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

	private final String base;

	private final @Nullable String name;

	Visitor(ConfigurableApplicationContext context, @Nullable String name) {
		this.base = "http://127.0.0.1:" + ((WebServerApplicationContext) context).getWebServer().getPort();
		this.name = name;
	}

	HttpResponse<String> get(String path) {
		return send(request(path).GET(), BodyHandlers.ofString());
	}

	<T> HttpResponse<T> get(String path, HttpResponse.BodyHandler<T> body) {
		return send(request(path).GET(), body);
	}

	HttpResponse<String> post(String path, String body, String... headers) {
		HttpRequest.Builder request = request(path).header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(body));
		if (headers.length > 0) {
			request.headers(headers);
		}
		return send(request, BodyHandlers.ofString());
	}

	HttpResponse<String> send(String method, String path, String body) {
		return send(request(path).method(method, HttpRequest.BodyPublishers.ofString(body)), BodyHandlers.ofString());
	}

	private <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) {
		try {
			return this.http.send(request.build(), body);
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private HttpRequest.Builder request(String path) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.base + path))
			.timeout(Duration.ofSeconds(60));
		if (this.name != null) {
			byte[] shown = (this.name + ":pass").getBytes(StandardCharsets.UTF_8);
			request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(shown));
		}
		return request;
	}

}
