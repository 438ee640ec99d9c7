package dev.sm.endpoint;

import java.util.Collection;
import java.util.TreeSet;
import java.util.function.Supplier;

import dev.sm.cache.MigrationRefusedException;
import dev.sm.manager.ShardManagerException;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * What the endpoints answer: what was asked for, or a status with an error.
 */
final class Answers {

	private static final int STATUS_FORBIDDEN = 403;

	private static final int STATUS_CONFLICT = 409;

	private Answers() {
	}

	/**
	 * Answers with what a supplier gives, or with what kept it from doing so.
	 * @param answer gives the answer
	 * @return the answer
	 */
	static WebEndpointResponse<OperationResponseBody> of(Supplier<OperationResponseBody> answer) {
		try {
			return new WebEndpointResponse<>(answer.get());
		}
		catch (Operators.NotAllowedException ex) {
			return error(STATUS_FORBIDDEN, ex);
		}
		catch (UnknownNameException ex) {
			return error(WebEndpointResponse.STATUS_NOT_FOUND, ex);
		}
		catch (IllegalArgumentException ex) {
			return error(WebEndpointResponse.STATUS_BAD_REQUEST, ex);
		}
		catch (ShardManagerException ex) {
			return error(switch (ex.getKind()) {
				case NOT_FOUND -> WebEndpointResponse.STATUS_NOT_FOUND;
				case CONFLICT -> STATUS_CONFLICT;
				case UNAVAILABLE -> WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE;
			}, ex);
		}
		catch (MigrationRefusedException ex) {
			return error(ex.isUnknownPool() ? WebEndpointResponse.STATUS_NOT_FOUND : STATUS_CONFLICT, ex);
		}
	}

	/**
	 * Says that there is nothing of a name.
	 * @param what what was asked for, such as {@code pool}
	 * @param name its name
	 * @param known the names that there are
	 * @return the exception to throw
	 */
	static IllegalArgumentException unknown(String what, String name, Collection<String> known) {
		return new UnknownNameException(
				"there is no " + what + " '" + name + "' (there is " + new TreeSet<>(known) + ")");
	}

	private static WebEndpointResponse<OperationResponseBody> error(int status, RuntimeException ex) {
		String message = ex.getMessage();
		return new WebEndpointResponse<>(new ErrorBody((message != null) ? message : ex.getClass().getSimpleName()),
				status);
	}

	/**
	 * Why something was not done.
	 *
	 * @param error the reason
	 */
	record ErrorBody(String error) implements OperationResponseBody {

	}

	@SuppressWarnings("serial")
	private static final class UnknownNameException extends IllegalArgumentException {

		private UnknownNameException(String message) {
			super(message);
		}

	}

}
