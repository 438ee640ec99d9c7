package dev.sm.autoconfigure;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import org.springframework.core.MethodParameter;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;

/**
 * Refuses bodies of sm's own endpoints and controllers that are longer than any of them
 * can be meant. Who reads them makes a value of the whole, of which many small parts take
 * many times the memory. Others' bodies are left alone. Thread-safe.
 */
@ControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
final class BodyLimit extends RequestBodyAdviceAdapter {

	/** In bytes: a task of 64 KB may be written in escapes of six each. */
	static final int MAX = 1024 * 1024;

	private static final Set<String> CONTROLLERS = Set.of("dev.sm.console", "dev.sm.coordination.http");

	private final Supplier<Set<String>> endpoints;

	/**
	 * Creates it.
	 * @param endpoints gives the paths of sm's own endpoints, without what is before all
	 * endpoints
	 */
	BodyLimit(Supplier<Set<String>> endpoints) {
		this.endpoints = endpoints;
	}

	@Override
	public boolean supports(MethodParameter parameter, Type type,
			Class<? extends HttpMessageConverter<?>> converterType) {
		Class<?> asked = parameter.getContainingClass();
		return CONTROLLERS.contains(asked.getPackageName()) || (BootEndpoints.isOne(asked) && isOurs());
	}

	/** All endpoints are methods of one class of Boot's. */
	private boolean isOurs() {
		RequestAttributes request = RequestContextHolder.getRequestAttributes();
		Object pattern = (request != null)
				? request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, RequestAttributes.SCOPE_REQUEST)
				: null;
		return pattern != null
				&& this.endpoints.get().stream().anyMatch((path) -> (pattern + "/").contains("/" + path + "/"));
	}

	@Override
	public HttpInputMessage beforeBodyRead(HttpInputMessage message, MethodParameter parameter, Type type,
			Class<? extends HttpMessageConverter<?>> converterType) throws IOException {
		if (message.getHeaders().getContentLength() > MAX) {
			throw new TooLongException();
		}
		byte[] body = message.getBody().readNBytes(MAX + 1);
		if (body.length > MAX) {
			throw new TooLongException();
		}
		return new Read(message.getHeaders(), new ByteArrayInputStream(body));
	}

	@ExceptionHandler
	ResponseEntity<Map<String, String>> refused(TooLongException failure) {
		return ResponseEntity.status(failure.getStatusCode())
			.contentType(MediaType.APPLICATION_JSON)
			.body(Map.of("error", String.valueOf(failure.getReason())));
	}

	/** A body that was read. */
	private record Read(HttpHeaders headers, InputStream body) implements HttpInputMessage {

		@Override
		public HttpHeaders getHeaders() {
			return this.headers;
		}

		@Override
		public InputStream getBody() {
			return this.body;
		}

	}

	/** Which Spring MVC answers with 413 also where there are no advices. */
	@SuppressWarnings("serial")
	static final class TooLongException extends ResponseStatusException {

		private TooLongException() {
			super(HttpStatus.CONTENT_TOO_LARGE, "the body must have at most " + MAX + " bytes");
		}

	}

}
