package dev.sm.coordination.http;

import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import dev.sm.coordination.CoordinationException;
import dev.sm.coordination.SessionLostException;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/**
 * Says what went wrong as {@code {"error": ...}}, with a status that fits.
 */
abstract class ErrorAnswers {

	@ExceptionHandler
	ResponseEntity<Map<String, String>> failed(HttpFailure failure) {
		HttpHeaders headers = new HttpHeaders();
		if (failure.status() == HttpStatus.UNAUTHORIZED) {
			headers.set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
		}
		return answer(failure.status(), headers, failure.getMessage());
	}

	@ExceptionHandler({ IllegalArgumentException.class, MissingServletRequestParameterException.class,
			HttpMessageNotReadableException.class })
	ResponseEntity<Map<String, String>> badRequest(Exception failure) {
		return answer(HttpStatus.BAD_REQUEST, failure.getMessage());
	}

	@ExceptionHandler
	ResponseEntity<Map<String, String>> badRequest(MethodArgumentTypeMismatchException failure) {
		return answer(HttpStatus.BAD_REQUEST, "'" + failure.getName() + "' must be another kind of value");
	}

	@ExceptionHandler
	ResponseEntity<Map<String, String>> unavailable(CoordinationException failure) {
		HttpStatus status = (failure instanceof SessionLostException) ? HttpStatus.NOT_FOUND
				: HttpStatus.SERVICE_UNAVAILABLE;
		return answer(status, failure.getMessage());
	}

	private static ResponseEntity<Map<String, String>> answer(HttpStatus status, @Nullable String message) {
		return answer(status, HttpHeaders.EMPTY, message);
	}

	private static ResponseEntity<Map<String, String>> answer(HttpStatus status, HttpHeaders headers,
			@Nullable String message) {
		return ResponseEntity.status(status)
			.headers(headers)
			.contentType(MediaType.APPLICATION_JSON)
			.body(Map.of("error", (message != null) ? message : status.getReasonPhrase()));
	}

	/**
	 * Waits for an answer, which comes within the store's request timeout.
	 * @param stage the answer
	 * @param <T> its type
	 * @return what it completed with
	 */
	static <T extends @Nullable Object> T answer(CompletionStage<T> stage) {
		try {
			return stage.toCompletableFuture().join();
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof RuntimeException cause) {
				throw cause;
			}
			throw ex;
		}
	}

}
