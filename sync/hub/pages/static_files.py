"""The pages' own styles and pictures: small files, sent whole."""

from collections.abc import Callable, Iterable
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, StreamingHttpResponse


def whole_files(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware around WhiteNoise, whose files an ASGI server cannot stream without a warning."""

    def with_whole_file(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if not isinstance(response, StreamingHttpResponse):
            return response
        content = b"".join(cast("Iterable[bytes]", response.streaming_content))
        whole = HttpResponse(content, status=response.status_code, headers=response.headers)
        response.close()
        return whole

    return with_whole_file
