package dev.downshift.core.imports;

import dev.downshift.core.network.BoundedInput;
import java.io.InputStream;
import java.util.Optional;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.Abortable;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;

/** Bounds what a store answers, since a tenant chose the store: listings and errors are held in memory, and an object is as long as it says. */
final class BoundedAnswers implements ExecutionInterceptor {

    private static final long LARGEST_ANSWER = 16L << 20;

    @Override
    public Optional<InputStream> modifyHttpResponseContent(Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        boolean object = context.request() instanceof GetObjectRequest && context.httpResponse().isSuccessful();
        return context.responseBody().map(bytes -> new BoundedInput(bytes, object ? Long.MAX_VALUE : LARGEST_ANSWER, () -> abort(bytes)));
    }

    private static void abort(InputStream bytes) {
        if (bytes instanceof Abortable answer) {
            answer.abort();
        }
    }
}
