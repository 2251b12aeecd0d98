using Microsoft.AspNetCore.Http;
using OrleansChat.WebFrontend.Http;

namespace OrleansChat.Web.Tests.Http;

public sealed class ProblemsTests
{
    [Theory]
    [InlineData(ErrorCode.ValidationFailed, 400, "validation_failed")]
    [InlineData(ErrorCode.Unauthenticated, 401, "unauthenticated")]
    [InlineData(ErrorCode.Forbidden, 403, "forbidden")]
    [InlineData(ErrorCode.NotFound, 404, "not_found")]
    [InlineData(ErrorCode.Conflict, 409, "conflict")]
    [InlineData(ErrorCode.UsernameTaken, 409, "username_taken")]
    [InlineData(ErrorCode.Gone, 410, "gone")]
    [InlineData(ErrorCode.TooLarge, 413, "too_large")]
    [InlineData(ErrorCode.UnsupportedMediaType, 415, "unsupported_media_type")]
    [InlineData(ErrorCode.RateLimited, 429, "rate_limited")]
    [InlineData(ErrorCode.Unavailable, 503, "unavailable")]
    public void Each_code_has_the_status_and_name_of_the_contract(ErrorCode code, int status, string wireCode)
    {
        Assert.Equal((status, wireCode), (code.Status(), code.WireCode()));
        Assert.Equal($"{wireCode}: Why.", new Error(code, "Why.").ToHubException().Message);
    }

    [Fact]
    public void An_unforeseen_exception_is_told_as_unavailable_and_nothing_of_it()
    {
        var error = Faults.ToError(new TimeoutException("secret"));
        Assert.Equal(ErrorCode.Unavailable, error.Code);
        Assert.DoesNotContain("secret", error.Detail);
        Assert.NotNull(error.RetryAfter);
    }

    [Fact]
    public void A_parameter_of_the_wrong_type_is_named()
    {
        var exception = new BadHttpRequestException("Failed to bind parameter \"Nullable<long> before\" from \"x\".");
        Assert.Equal("before", Faults.ToError(exception).Field);
    }
}
