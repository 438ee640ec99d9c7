package dev.sm.sample;

import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.client.RestClientException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/**
 * What clients are told when something fails.
 */
@RestControllerAdvice
class Errors {

	private static final Logger logger = LoggerFactory.getLogger(Errors.class);

	@ExceptionHandler(BadInputException.class)
	ResponseEntity<Map<String, String>> badInput(BadInputException ex) {
		return error(HttpStatus.BAD_REQUEST, String.valueOf(ex.getMessage()));
	}

	@ExceptionHandler(MethodArgumentTypeMismatchException.class)
	ResponseEntity<Map<String, String>> badNumber(MethodArgumentTypeMismatchException ex) {
		return error(HttpStatus.BAD_REQUEST,
				"'" + ex.getName() + "' must be a whole number (was '" + ex.getValue() + "')");
	}

	@ExceptionHandler({ DataAccessException.class, RestClientException.class })
	ResponseEntity<Map<String, String>> unavailable(RuntimeException ex) {
		logger.warn("A request was not acknowledged: {}", ex.getMessage());
		return error(HttpStatus.GATEWAY_TIMEOUT, "not acknowledged: " + ex.getMessage());
	}

	private static ResponseEntity<Map<String, String>> error(HttpStatus status, String message) {
		return ResponseEntity.status(status).body(Map.of("error", message));
	}

}
