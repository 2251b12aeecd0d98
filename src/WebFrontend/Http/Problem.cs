using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace OrleansChat.WebFrontend.Http;

/// <summary>
/// A refusal as RFC 9457 <c>application/problem+json</c> with the contract's <c>code</c>; <c>errors</c> names the fields of
/// <c>validation_failed</c>.
/// </summary>
internal sealed class Problem : IResult, IEndpointMetadataProvider
{
    private const string ContentType = "application/problem+json";

    private readonly IReadOnlyList<Error> _errors;
    private readonly int _status;

    public Problem(Error error) : this([error], error.Code.Status())
    {
    }

    /// <summary>Several fields that broke a rule.</summary>
    public Problem(IReadOnlyList<Error> invalid) : this(invalid, ErrorCode.ValidationFailed.Status())
    {
    }

    private Problem(IReadOnlyList<Error> errors, int status)
    {
        _errors = errors;
        _status = status;
    }

    /// <summary>Keeps a status that has no code of its own, such as 405.</summary>
    public static Problem ForStatus(int status) => new([Problems.ForStatus(status)], status);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = _status;
        if (_errors[0].Code is ErrorCode.RateLimited or ErrorCode.Unavailable)
        {
            var seconds = Math.Max(1, Math.Ceiling(_errors[0].RetryAfter?.TotalSeconds ?? 1));
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }
        return response.WriteAsJsonAsync(Body(), options: null, ContentType, httpContext.RequestAborted);
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => builder.Metadata.Add(
        new ProducesResponseTypeMetadata(StatusCodes.Status400BadRequest, typeof(ProblemDetails), [ContentType]));

    private ProblemDetails Body()
    {
        var body = new ProblemDetails
        {
            Type = "about:blank",
            Title = ReasonPhrases.GetReasonPhrase(_status),
            Status = _status,
            Detail = string.Join(' ', _errors.Select(error => error.Detail)),
            Extensions = { ["code"] = _errors[0].Code.WireCode() },
        };
        var fields = _errors
            .Where(error => error.Field is not null)
            .GroupBy(error => error.Field!, error => error.Detail)
            .ToDictionary(field => field.Key, field => field.ToArray());
        if (fields.Count > 0)
            body.Extensions["errors"] = fields;
        return body;
    }
}
