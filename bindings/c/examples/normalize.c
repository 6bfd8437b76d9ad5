/* Turns the bodies of webhooks into events, one a line: normalize VENDOR FILE... What is refused goes to standard error,
 * and whatever is left undone makes the exit status 1. */
#include <stdio.h>
#include <stdlib.h>

#include <leadhook.h>

/* At most one byte more than a body may have, so that the library sees that it is too large. */
static size_t read_body(const char *path, uint8_t *body, int *failed) {
    FILE *file = fopen(path, "rb");
    size_t length = file == NULL ? 0 : fread(body, 1, LEADHOOK_MAX_BODY + 1, file);
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
    uint8_t *body = malloc(LEADHOOK_MAX_BODY + 1);
    if (argc < 3 || body == NULL) {
        fprintf(stderr, "usage: normalize VENDOR FILE...\n");
        free(body);
        return 2;
    }
    for (int at = 2; at < argc; at++) {
        int failed;
        size_t length = read_body(argv[at], body, &failed);
        leadhook_text event = {NULL, 0};
        leadhook_error *error = NULL;
        if (failed) {
            status = 1;
        } else if (leadhook_normalize(argv[1], body, length, LEADHOOK_MAX_BODY, &event, &error) == LEADHOOK_OK) {
            puts(event.data);
        } else {
            fprintf(stderr, "%s: %s (%d)\n", argv[at], leadhook_error_message(error), (int)leadhook_error_code(error));
            status = 1;
        }
        leadhook_text_free(&event);
        leadhook_error_free(&error);
    }
    free(body);
    return fflush(stdout) == 0 ? status : 1;
}
