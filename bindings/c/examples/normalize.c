/* Converts the bodies of webhooks into events and prints one per line: normalize VENDOR FILE...
 * Prints errors to standard error. The exit status is 1 if a file could not be read or was refused. */
#include <stdio.h>
#include <stdlib.h>

#include <leadhook.h>

/* Reads at most one byte more than the limit, which is enough for the library to refuse the body as too large. */
static size_t read_body(const char *path, uint8_t *body, int *failed) {
    FILE *file = fopen(path, "rb");
    size_t length = file == NULL ? 0 : fread(body, 1, LEADHOOK_DEFAULT_MAX_BODY + 1, file);
    *failed = file == NULL || ferror(file);
    if (*failed) {
        perror(path);
    }
    if (file != NULL) {
        fclose(file);
    }
    return length;
}

int main(int argc, char **argv) {
    int status = 0;
    if (argc < 3) {
        fprintf(stderr, "usage: normalize VENDOR FILE...\n");
        return 2;
    }
    uint8_t *body = malloc(LEADHOOK_DEFAULT_MAX_BODY + 1);
    if (body == NULL) {
        perror("normalize");
        return 2;
    }
    for (int i = 2; i < argc; i++) {
        int failed;
        size_t length = read_body(argv[i], body, &failed);
        leadhook_string event = {NULL, 0};
        leadhook_error *error = NULL;
        if (failed) {
            status = 1;
        } else if (leadhook_normalize(argv[1], body, length, LEADHOOK_DEFAULT_MAX_BODY, &event, &error) ==
                   LEADHOOK_OK) {
            puts(event.data);
        } else {
            fprintf(stderr, "%s: %s (code %d)\n", argv[i], leadhook_error_message(error),
                    (int)leadhook_error_code(error));
            status = 1;
        }
        leadhook_string_free(&event);
        leadhook_error_free(&error);
    }
    free(body);
    return fflush(stdout) == 0 ? status : 1;
}
