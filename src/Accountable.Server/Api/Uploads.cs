using Accountable.Data;
using Accountable.Server.Imports;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Accountable.Server.Api;

/// <summary>What uploads of every kind have in common.</summary>
internal static class Uploads
{
    /// <summary>Takes the files of a form of multipart/form-data. Nothing is held in memory.</summary>
    /// <param name="http">The request.</param>
    /// <param name="upload">Where the files go.</param>
    /// <param name="greatest">The greatest number of bytes of all of them.</param>
    /// <param name="wholePaths">Whether files keep every folder of their names.</param>
    /// <returns>The names, without folders.</returns>
    public static async Task<IReadOnlyList<string>> Take(HttpContext http, UploadFolder upload, long greatest, bool wholePaths)
    {
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || type.MediaType != "multipart/form-data"
            || HeaderUtilities.RemoveQuotes(type.Boundary) is not { Length: > 0 and < 200 } boundary)
            throw ApiProblem.BadRequest("send the files as multipart/form-data");
        http.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize = greatest;
        var names = new List<string>();
        var reader = new MultipartReader(boundary.Value!, http.Request.Body);
        while (await reader.ReadNextSectionAsync(http.RequestAborted) is { } section)
        {
            if (section.GetContentDispositionHeader() is not { } disposition || !disposition.IsFileDisposition())
                throw ApiProblem.BadRequest("the form takes files only");
            var name = HeaderUtilities.RemoveQuotes(disposition.FileName).Value ?? "";
            await upload.Take(name, section.Body, wholePaths, http.RequestAborted);
            names.Add(Path.GetFileName(name));
        }
        return names.Count > 0 ? names : throw ApiProblem.BadRequest("the form holds no file");
    }

    /// <summary>Why an upload was refused, for the audit log: in words of ours, because the names of its files may hold anything.</summary>
    public static string WhyOf(Exception e) => e switch
    {
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => "too large",
        BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } => "too slow",
        ApiProblem { Status: StatusCodes.Status400BadRequest } => "a name or a form that is none",
        ApiProblem problem => problem.Code,
        FileRefusedException => "a file that cannot be read",
        _ => "broken off",
    };
}
