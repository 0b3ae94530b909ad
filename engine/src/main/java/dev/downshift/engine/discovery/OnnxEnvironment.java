package dev.downshift.engine.discovery;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import java.lang.reflect.Field;
import java.lang.reflect.Method;

/**
 * The environment of ONNX Runtime, kept alive until the process ends.
 *
 * <p>ONNX Runtime frees its environment in a shutdown hook, which runs beside every thread still at work; a model that is
 * being loaded then reads freed memory and aborts the process (onnxruntime issue 31352). The environment counts its
 * references, so a second one that nobody gives back leaves nothing for the hook to free. The class that could take it is
 * not public, hence the reflection.
 */
final class OnnxEnvironment {

    private static final OrtEnvironment SHARED = kept();

    private OnnxEnvironment() {}

    static OrtEnvironment shared() {
        return SHARED;
    }

    private static OrtEnvironment kept() {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try {
            Field api = Class.forName("ai.onnxruntime.OnnxRuntime").getDeclaredField("ortApiHandle");
            Method reference = OrtEnvironment.class.getDeclaredMethod("createHandle", long.class, int.class, String.class);
            api.setAccessible(true);
            reference.setAccessible(true);
            reference.invoke(null, api.getLong(null), OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING.getValue(), OrtEnvironment.DEFAULT_NAME);
            return environment;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this version of ONNX Runtime keeps its environment in another place", e);
        }
    }
}
