// Package backuprestore is a client for the Microsoft 365 Backup Storage API
// in Microsoft Graph: everything below /solutions/backupRestore.
//
// A [Client] holds one service per resource family. Its methods take a
// context, then ids, then the body, then options, and return values:
//
//	client, err := backuprestore.NewClient(credential)
//	session, err := client.RestoreSessions.OneDrive.Create(ctx, models.OneDriveForBusinessRestoreSessionCreate{})
//	request, err := client.BulkRequests.Drives.Create(ctx, session.ID, models.DriveRestoreArtifactsBulkAdditionRequestCreate{...})
//	poller, err := client.RestoreSessions.Activate(ctx, session.ID)
//	final, err := poller.Wait(ctx)
//
// # Lists
//
// Lists are iterators: lazy, typed, and safe to leave early. The first error
// ends the list; [Collect] gathers one into a slice and [Pages] gives it page
// by page.
//
// # Waiting
//
// A method that starts work which goes on after the answer returns a
// [Poller]. It ends: on success, on failure, on a status that nobody can
// name, when the resource is gone, and with the context. A
// [Poller.ResumeToken] carries it into another process. Many sessions are
// followed together by [RestoreSessionsService.Watch], which reads their list
// instead of each of them, and many resources are read together by GetMany,
// twenty a request.
//
// # Errors
//
// What Graph refused is an [*Error]; compare it with the sentinels
// ([ErrNotFound], [ErrThrottled], [ErrAmbiguous] and so on) by errors.Is. A
// job that failed is an [*OperationError], an answer that carries failures
// for single items a [*PartialError]. Bad input is refused before anything is
// sent and matches [ErrInvalid].
//
// # What is never repeated
//
// A POST, and a PATCH that carries @delta, is repeated only when it is certain
// that its first attempt did not run. Where that cannot be told the call ends
// with [ErrAmbiguous]: list before you repeat it, or pass [MayRunTwice].
package backuprestore

//go:generate go run ./internal/workloads
