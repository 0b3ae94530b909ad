package dev.downshift.api;

import dev.downshift.core.Text;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/** Reads the bodies of requests to the API to the letter: no value is converted, no field passed over, none taken twice. */
@Component
class RequestBodies implements WebMvcConfigurer {

    private final JsonMapper strict;

    RequestBodies(JsonMapper json) {
        this.strict = json.rebuild()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .addModule(new SimpleModule("text").addDeserializer(String.class, new TextReader()))
                .build();
    }

    @Override
    public void configureMessageConverters(HttpMessageConverters.ServerBuilder converters) {
        converters.addCustomConverter(new BodyConverter(strict));
    }

    /** Reads what the controllers of the API take; what others take, and every answer, is left to the usual converter. */
    private static final class BodyConverter extends JacksonJsonHttpMessageConverter {

        private static final String OURS = RequestBodies.class.getPackageName();

        BodyConverter(JsonMapper strict) {
            super(strict);
        }

        @Override
        public boolean canRead(ResolvableType type, @Nullable MediaType mediaType) {
            Class<?> body = type.resolve();
            return body != null && body.getPackageName().startsWith(OURS) && super.canRead(type, mediaType);
        }

        @Override
        public boolean canWrite(ResolvableType type, Class<?> valueClass, @Nullable MediaType mediaType) {
            return false;
        }
    }

    /** Takes text only, and only what can be stored. */
    private static final class TextReader extends StdScalarDeserializer<String> {

        TextReader() {
            super(String.class);
        }

        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) {
            if (!parser.hasToken(JsonToken.VALUE_STRING)) {
                return (String) context.handleUnexpectedToken(String.class, parser);
            }
            String text = parser.getString();
            if (!Text.isStorable(text)) {
                throw context.weirdStringException(text, String.class, "a character that cannot be stored");
            }
            return text;
        }
    }
}
